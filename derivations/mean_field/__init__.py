"""What the page on the field equations is judged by: claims as meant and as printed."""
