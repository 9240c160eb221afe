import { useMemo } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices } from '../../../client/index.ts'
import { useStudio } from '../studio-context.ts'
import { SavedTexts, type SavedText } from './saved-texts.tsx'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { usePromptCollection } from './use-prompt-collection.ts'

const name = /^(?!.*__)[A-Za-z0-9](?:[\w\- ]{0,58}[A-Za-z0-9-])?$/

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Lists from which `__name__` picks a line: plain text files in Atelier's folder. */
export function WildcardsDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { make } = useStudio()
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
        if (!name.test(draft.name)) return messages.wildcardNameHint
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
        make.prompt.insert(`__${item.name}__`)
        make.prompt.resume()
      }}
      onClose={onClose}
    />
  )
}
