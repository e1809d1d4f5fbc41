"""The face of every page: frames, components, styles and scripts over the KERN design system."""
