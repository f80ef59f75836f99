"""What a procedure is: pure values and rules, no database, no HTTP."""
