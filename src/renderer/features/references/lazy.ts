export { ReferencesDialog } from './references-dialog.tsx'
