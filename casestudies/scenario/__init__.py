"""A case as data and as a pure function: state = fold(spec, recorded steps).

`codec` reads a specification, `linter` proves it sound, `states` and `decisions` play it,
`scoring` and `debrief` judge what was played. Nothing here knows a framework, a clock on the
wall or a person.
"""
