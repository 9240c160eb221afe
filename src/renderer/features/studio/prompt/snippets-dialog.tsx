import { useServices } from '../../../client/index.ts'
import { useWords } from '../form/use-make.ts'
import { useStudio } from '../studio-context.ts'
import { KeptTexts } from './kept-texts.tsx'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { usePromptCollection } from './use-prompt-collection.ts'

/** Pieces of text, put in at the caret. */
export function SnippetsDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { make } = useStudio()
  const { prompt } = useWords()
  const { items, problem } = usePromptCollection('snippets')
  return (
    <KeptTexts
      title="Snippets"
      noun="snippet"
      items={items}
      problem={problem}
      textLabel="Text"
      hint="Inserted at the cursor."
      draftText={prompt.trim().slice(0, 10_000)}
      problemOf={({ name, text }) => {
        if (name.length > 80) return 'A name has 80 characters at most.'
        return text.length > 10_000 ? 'A snippet has 10,000 characters at most.' : null
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
