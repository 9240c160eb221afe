import { type ReactNode, useMemo } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices } from '../../../client/index.ts'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { CompilerDialog } from './compiler-dialog.tsx'
import type { PromptTool } from './create-prompt-editor.ts'
import { HistoryDialog } from './history-dialog.tsx'
import { type ToolDialogProps, usePromptCollection } from './prompt-dialog-hooks.ts'
import './prompt-dialogs.css'
import { RewriteDialog } from './rewrite-dialog.tsx'
import { SavedTexts, type SavedText } from './saved-texts.tsx'
import { StyleDialog } from './style-dialog.tsx'

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
  const { form } = useStudio()
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
        form.prompt.insert(text)
        form.prompt.resume()
      }}
      onClose={onClose}
    />
  )
}

const wildcardName = /^(?!.*__)[A-Za-z0-9](?:[\w\- ]{0,58}[A-Za-z0-9-])?$/

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Lists from which `__name__` picks a line: plain text files in Atelier's folder. */
function WildcardsDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { form } = useStudio()
  const { items, problem } = usePromptCollection('wildcards')
  const texts = useMemo(
    () => items?.map((file): SavedText => ({ id: file.name, name: file.name, text: file.lines.join('\n') })) ?? null,
    [items],
  )
  return (
    <SavedTexts
      title={messages.wildcards}
      newLabel={messages.newList}
      items={texts}
      problem={problem}
      textLabel={messages.wildcardChoices}
      hint={messages.wildcardsHint({ list: '__name__', inline: '{red|blue}' })}
      draftText=""
      asideOf={({ text }) => messages.lines({ count: linesOf(text).length })}
      problemOf={(draft) => {
        if (!wildcardName.test(draft.name)) return messages.wildcardNameHint
        if (texts?.some((each) => each.id !== draft.id && each.name === draft.name)) return messages.nameUsed
        return linesOf(draft.text).some((line) => line.length > 2_000) ? messages.lineTooLong : null
      }}
      onSave={async (draft, before) => {
        await client.call('prompts.saveWildcard', { name: draft.name, lines: linesOf(draft.text) })
        // Renaming means another file.
        if (before !== null && before.name !== draft.name)
          await client.call('prompts.deleteWildcard', { name: before.name })
        return draft.name
      }}
      onDelete={(item) => client.call('prompts.deleteWildcard', { name: item.name })}
      onInsert={(item) => {
        onClose()
        form.prompt.insert(`__${item.name}__`)
        form.prompt.resume()
      }}
      onClose={onClose}
    />
  )
}
