"""Charts as SVG text from plain data: pure functions, no Django, no script, no style of their own.

Colours come from classes (static/partywork/charts.css), places and sizes from attributes, so the strict content
policy holds. A chart is a picture with a title and a description (WCAG 1.1.1); its numbers belong in a table beside it.
"""
