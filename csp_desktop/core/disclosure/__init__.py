"""Disclosure control: what of a system of counts may be shown so that no small one is told."""
