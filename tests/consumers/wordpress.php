<?php
/** What WordPress gives a theme, as far as the example of docs/clients.md uses it, and a call of the example. */
$kept = array();

function get_transient( $name ) {
	return $GLOBALS['kept'][ $name ] ?? false;
}

function set_transient( $name, $value, $seconds ) {
	$GLOBALS['kept'][ $name ] = $value;
	return $seconds > 0;
}

function wp_remote_get( $address ) {
	$body = @file_get_contents( $address, false, stream_context_create( array( 'http' => array( 'ignore_errors' => true ) ) ) );
	return array( 'code' => (int) explode( ' ', $http_response_header[0] ?? '  ' )[1], 'body' => (string) $body );
}

function wp_remote_retrieve_response_code( $answer ) {
	return $answer['code'];
}

function wp_remote_retrieve_body( $answer ) {
	return $answer['body'];
}

function esc_html( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}

require __DIR__ . '/example.php';
echo candour_side_effects( $argv[1] );
echo "\n", count( $kept ), "\n", candour_side_effects( $argv[1] );
