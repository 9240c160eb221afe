import type { ReactNode } from 'react'
import { CompilerDialog } from './compiler-dialog.tsx'
import type { PromptTool } from './create-prompt-editor.ts'
import { HistoryDialog } from './history-dialog.tsx'
import './prompt-dialogs.css'
import { RewriteDialog } from './rewrite-dialog.tsx'
import { SnippetsDialog } from './snippets-dialog.tsx'
import { StyleDialog } from './style-dialog.tsx'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { WildcardsDialog } from './wildcards-dialog.tsx'

const dialogs: Readonly<Record<PromptTool, (props: ToolDialogProps) => ReactNode>> = {
  styles: StyleDialog,
  compile: CompilerDialog,
  rewrite: RewriteDialog,
  snippets: SnippetsDialog,
  wildcards: WildcardsDialog,
  history: HistoryDialog,
}

/** What helps with the words, over the window. */
export function PromptToolDialog({ tool, onClose }: ToolDialogProps & { readonly tool: PromptTool }) {
  const Chosen = dialogs[tool]
  return <Chosen onClose={onClose} />
}
