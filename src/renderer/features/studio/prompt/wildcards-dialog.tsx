import { useMemo } from 'react'
import { useServices } from '../../../client/index.ts'
import { formatCount } from '../../../lib/format.ts'
import { useStudio } from '../studio-context.ts'
import { KeptTexts, type KeptText } from './kept-texts.tsx'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { usePromptCollection } from './use-prompt-collection.ts'

const name = /^(?!.*__)[A-Za-z0-9](?:[\w\- ]{0,58}[A-Za-z0-9-])?$/

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Lists that `__name__` draws a line of: plain text files in Atelier's folder. */
export function WildcardsDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { make } = useStudio()
  const { items, problem } = usePromptCollection('wildcards')
  const texts = useMemo(
    () => items?.map((file): KeptText => ({ id: file.name, name: file.name, text: file.lines.join('\n') })) ?? null,
    [items],
  )
  return (
    <KeptTexts
      title="Wildcards"
      noun="list"
      items={texts}
      problem={problem}
      textLabel="Choices, one on each line"
      hint={
        <>
          <code>__name__</code> in the prompt draws one of the lines; <code>{'{red|blue}'}</code> chooses without a
          list. They are text files in the folder “wildcards” of Atelier’s folder.
        </>
      }
      draftText=""
      asideOf={({ text }) => formatCount(linesOf(text).length, 'line')}
      problemOf={(draft) => {
        if (!name.test(draft.name))
          return 'Letters from A to Z, figures, blanks, - and _; it begins with a letter or figure.'
        if (texts?.some((each) => each.id !== draft.id && each.name === draft.name))
          return 'There is a list of that name.'
        return linesOf(draft.text).some((line) => line.length > 2_000) ? 'A line has 2,000 characters at most.' : null
      }}
      onSave={async (draft, before) => {
        await client.call('prompts.saveWildcard', { name: draft.name, lines: linesOf(draft.text) })
        // Another name is another file.
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
