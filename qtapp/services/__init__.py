"""What the user can do: one class per noun, one method per action, one transaction each."""
