/** What opens over the form, for the words. */
export interface ToolDialogProps {
  readonly onClose: () => void
}
