"""One Streamlit script per screen; what they share is in `components`."""
