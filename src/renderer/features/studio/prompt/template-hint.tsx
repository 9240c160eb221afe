import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { countCombinations, isTemplate } from '../../../../shared/prompting/index.ts'
import { useServices } from '../../../client/index.ts'
import { formatCount } from '../../../lib/format.ts'
import { useWords } from '../form/use-make.ts'
import { useStudio, useStudioState } from '../studio-context.ts'

/** What is to be chosen in the words: how many there are, or what is wrong with it. */
export function TemplateHint() {
  const { prompts, intents } = useServices()
  const { make } = useStudio()
  const { prompt: text } = useWords()
  const lists = useStore(prompts.store, (state) => state.lists)
  const isLoaded = useStore(prompts.store, (state) => state.wildcards !== null)
  const choices = useStudioState((state) => state.form.runs.choices)
  const hasChoices = useMemo(() => isTemplate(text), [text])
  const needsLists = hasChoices && text.includes('__')
  useEffect(() => {
    if (needsLists) prompts.want('wildcards').catch((error: unknown) => intents.send({ do: 'report', error }))
  }, [needsLists, prompts, intents])
  const found = useMemo(
    () => (hasChoices ? countCombinations(text, { wildcards: lists }) : null),
    [hasChoices, text, lists],
  )
  if (found === null || (needsLists && !isLoaded)) return null
  if (found.is === 'problem') {
    return (
      <p className="prompt-hint prompt-hint-problem" role="alert">
        {found.message}{' '}
        {needsLists && (
          <button type="button" className="make-link" onClick={() => make.prompt.open('wildcards')}>
            Wildcards
          </button>
        )}
      </p>
    )
  }
  const count = Number.isSafeInteger(found.count) ? formatCount(found.count, 'combination') : 'countless combinations'
  return (
    <p className="prompt-hint">
      {count}
      {choices === 'all' ? ', each of them sent.' : ': each seed chooses one.'}
    </p>
  )
}
