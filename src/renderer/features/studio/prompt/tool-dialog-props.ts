/** Props of prompt tool dialogs. */
export interface ToolDialogProps {
  readonly onClose: () => void
}
