"""The pages for people, as routes; what they look like is the subject of app/renderings/html.py."""
