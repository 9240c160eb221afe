import type { ReactNode } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices } from '../../../client/index.ts'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { CompilerDialog } from './compiler-dialog.tsx'
import type { PromptTool } from './create-prompt-editor.ts'
import { HistoryDialog } from './history-dialog.tsx'
import './prompt-dialogs.css'
import { SavedTexts } from './saved-texts.tsx'
import { RewriteDialog } from './rewrite-dialog.tsx'
import { StyleDialog } from './style-dialog.tsx'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { usePromptCollection } from './use-prompt-collection.ts'
import { WildcardsDialog } from './wildcards-dialog.tsx'

const dialogs: Readonly<Record<PromptTool, (props: ToolDialogProps) => ReactNode>> = {
  styles: StyleDialog,
  compile: CompilerDialog,
  rewrite: RewriteDialog,
  snippets: SnippetsDialog,
  wildcards: WildcardsDialog,
  history: HistoryDialog,
}

/** The dialog of a prompt tool. */
export function PromptToolDialog({ tool, onClose }: ToolDialogProps & { readonly tool: PromptTool }) {
  const Chosen = dialogs[tool]
  return <Chosen onClose={onClose} />
}

/** Text snippets, inserted at the caret. */
function SnippetsDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { make } = useStudio()
  const { prompt } = usePrompts()
  const { items, problem } = usePromptCollection('snippets')
  return (
    <SavedTexts
      title={messages.snippets}
      newLabel={messages.newSnippet}
      items={items}
      problem={problem}
      textLabel={messages.text}
      hint={messages.insertedAtCursor}
      draftText={prompt.trim().slice(0, 10_000)}
      problemOf={({ name, text }) => {
        if (name.length > 80) return messages.nameTooLong
        return text.length > 10_000 ? messages.snippetTooLong : null
      }}
      onSave={async ({ id, name, text }, before) => {
        const kept = before === null ? crypto.randomUUID() : id
        await client.call('prompts.saveSnippet', { id: kept, name, text })
        return kept
      }}
      onDelete={({ id }) => client.call('prompts.deleteSnippet', { id })}
      onInsert={({ text }) => {
        onClose()
        make.prompt.insert(text)
        make.prompt.resume()
      }}
      onClose={onClose}
    />
  )
}
