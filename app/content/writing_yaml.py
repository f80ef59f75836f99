"""Trees as YAML that our own strict reader reads: no aliases, odd characters escaped, odd words quoted."""

import yaml

from app.content import values


class _Dumper(yaml.CSafeDumper):
    """Write everything where it stands."""

    def ignore_aliases(self, data: object) -> bool:
        """Say of everything that it is written where it stands."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Quote whatever a line of YAML could break or swallow."""
    plain = text.isprintable() and text == text.strip()
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def dumped(tree: values.Json) -> str:
    """Return a tree as one document of YAML, keys sorted."""
    return str(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=True, width=100))
