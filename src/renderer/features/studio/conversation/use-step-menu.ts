import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { firstWords } from '../../../../shared/util/first-words.ts'
import { useServices } from '../../../client/index.ts'
import type { MenuAction, MenuEntry } from '../../../ui/menu-entry.ts'
import { useStudio } from '../studio-context.ts'
import { isUnderWay } from '../create-studio-store.ts'
import type { OpenThread } from './use-conversation.ts'

/** What can be done with a step. */
export function useStepMenu(open: OpenThread, step: JobSnapshot): readonly (readonly MenuEntry[])[] {
  const { intents } = useServices()
  const { store } = useStudio()
  const { conversation, thread, shown, all } = open
  const { resultId } = step
  const report = (error: unknown) => intents.send({ type: 'report', error })

  /** Back to what the step went on from, with its words and its mask. */
  const again = async (isChoosingModel: boolean) => {
    const before = all.find((each) => each.resultId !== null && each.resultId === step.assetId)
    await conversation.go(thread, { currentId: before?.id ?? null, tipId: shown.at(-1)?.step.id ?? null })
    const loaded = await conversation.loadMask(step.id)
    const isInMask = 'mask' in loaded && loaded.mask !== null
    const words = { words: step.prompt ?? '', prompt: null, isInMask, againOf: step.id }
    conversation.changeDraft(thread.id, { ...words, isChoosingModel })
  }

  const entries: readonly MenuEntry[] = isUnderWay(step)
    ? []
    : [
        { label: messages.runAgain, run: () => void again(true).catch(report) },
        { label: messages.reuseWords, run: () => void again(false).catch(report) },
      ]
  if (resultId === null) return [entries]
  const compare = compareEntries(open, resultId, (ids) => intents.send({ type: 'compare', ids }))
  return [
    entries,
    [
      ...(compare.length > 0 ? [{ label: messages.compareWith, entries: compare }] : []),
      { label: messages.openInViewer, run: () => intents.send({ type: 'show-in-gallery', assetId: resultId }) },
    ],
    [{ label: messages.details, run: () => store.setState({ detailsOf: step.id }) }],
  ]
}

function compareEntries(
  { thread, all }: OpenThread,
  resultId: AssetId,
  compare: (ids: readonly AssetId[]) => void,
): readonly MenuAction[] {
  const first = { id: thread.rootId, label: messages.firstImage }
  const steps = all.flatMap((each) =>
    each.resultId === null || each.resultId === resultId || each.verdict === 'rejected'
      ? []
      : [{ id: each.resultId, label: firstWords(each.prompt ?? '') }],
  )
  return uniqueLabels([first, ...steps]).map(({ id, label }) => ({ label, run: () => compare([id, resultId]) }))
}

/** Steps with the same words are told apart by number. */
function uniqueLabels(images: readonly { readonly id: AssetId; readonly label: string }[]) {
  return images.map(({ id, label }, at) => {
    const before = images.slice(0, at).filter((each) => each.label === label).length
    return { id, label: before === 0 ? label : `${label} (${before + 1})` }
  })
}
