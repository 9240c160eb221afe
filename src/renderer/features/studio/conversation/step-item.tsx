import { ChevronLeft, ChevronRight, MoreHorizontal } from 'lucide-react'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { tipFrom, type ShownStep } from '../../../../shared/domain/thread.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { useAsset, useDeveloperName, useServices } from '../../../client/index.ts'
import { formatSeconds } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'
import { MenuButton } from '../../../ui/menus/menu-button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { isUnderWay, selectJob } from '../create-studio-store.ts'
import { formatJobCost } from '../results/job-messages.ts'
import { useStudio } from '../studio-context.ts'
import { useMessage, useProgress } from '../results/use-job-texts.ts'
import { StepImage } from './step-image.tsx'
import type { OpenThread } from './use-conversation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { firstWords } from '../../../../shared/util/first-words.ts'
import type { MenuAction, MenuEntry } from '../../../ui/menus/menu-entry.ts'

interface StepItemProps {
  readonly open: OpenThread
  readonly shown: ShownStep<JobSnapshot>
  readonly isCurrent: boolean
}

/** What was said, what came of it, and by whom for how much. */
export function StepItem({ open, shown, isCurrent }: StepItemProps) {
  const { step, siblings, isUndone } = shown
  const nameOf = useDeveloperName()
  const { model, provider } = nameOf(step.provider, step.model)
  const words = step.prompt ?? ''
  const menu = useStepMenu(open, step)
  return (
    <li
      className="conversation-step"
      data-undone={isUndone}
      aria-label={messages.stepName({ words, model })}
      aria-current={isCurrent ? 'step' : undefined}
    >
      {siblings.length > 1 && <Branches open={open} shown={shown} />}
      <div className="conversation-said">
        <StepMask step={step} />
        <p className="conversation-words selectable">{words}</p>
      </div>
      <StepOutcome open={open} step={step} />
      <div className="conversation-facts">
        <p title={provider === null ? model : `${model} · ${provider}`}>
          <strong>{model}</strong>
          <StepFacts step={step} />
          {isUndone && <span>{messages.undone}</span>}
        </p>
        <MenuButton label={messages.stepActions({ words })} groups={menu}>
          <MoreHorizontal size={14} aria-hidden="true" />
        </MenuButton>
      </div>
    </li>
  )
}

/** Where its result may differ from the image before. */
function StepMask({ step: { resultId } }: { readonly step: JobSnapshot }) {
  const asset = useAsset(resultId)
  if (asset?.hasMask !== true) return null
  return (
    <span title={messages.stepMask}>
      <Image className="conversation-mask" src={assetUrl(asset.id, 'mask')} alt={messages.stepMask} />
    </span>
  )
}

/** Its price and its time, as far as they are known. */
function StepFacts({ step }: { readonly step: JobSnapshot }) {
  const asset = useAsset(step.resultId)
  const ms = asset?.recipe.timingMs ?? step.timingMs
  return (
    <>
      {step.state !== 'cancelled' && <span>{formatJobCost(step)}</span>}
      {step.state === 'done' && ms !== null && <span>{formatSeconds(ms)}</span>}
    </>
  )
}

function StepOutcome({ open, step }: { readonly open: OpenThread; readonly step: JobSnapshot }) {
  if (step.resultId !== null) return <Result open={open} step={step} />
  if (isUnderWay(step)) return <UnderWay step={step} />
  return step.state === 'cancelled' ? (
    <p className="conversation-note">{messages.stepCanceled}</p>
  ) : (
    <Failure step={step} />
  )
}

/** Going on from it makes it the current step. */
function Result({
  open: { conversation, thread, shown },
  step,
}: {
  readonly open: OpenThread
  readonly step: JobSnapshot
}) {
  const { intents } = useServices()
  const { store } = useStudio()
  const goOn = () => {
    selectJob(store, step.id)
    const to = { currentId: step.id, tipId: shown.at(-1)?.step.id ?? step.id }
    conversation.go(thread, to).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <button type="button" className="conversation-image" aria-label={messages.goBackHere} onClick={goOn}>
      <StepImage id={step.resultId!} />
    </button>
  )
}

function UnderWay({ step }: { readonly step: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  const progress = useProgress(step)
  const cancel = () => actions.cancel(step.id).catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <div className="conversation-image conversation-waiting">
      {step.assetId !== null && <Image src={assetUrl(step.assetId, 'thumb-512')} alt="" />}
      <div className="conversation-progress">
        <span>{progress}</span>
        <ProgressBar label={step.prompt ?? ''} value={step.state === 'queued' ? 0 : step.progress} />
        <Button size="small" variant="quiet" onClick={() => void cancel()}>
          {messages.cancelStep}
        </Button>
      </div>
    </div>
  )
}

function Failure({ step }: { readonly step: JobSnapshot }) {
  const { intents } = useServices()
  const { title, text, facts } = useMessage(step, [step])
  return (
    <div className="conversation-failure" role="group" aria-label={title}>
      <strong>{title}</strong>
      <p>{text}</p>
      {facts.map((fact) => (
        <p key={fact}>{fact}</p>
      ))}
      <Button size="small" onClick={() => intents.send({ type: 'retry', jobs: [step] })}>
        {messages.retry}
      </Button>
    </div>
  )
}

/** What goes on from the same image. */
function Branches({ open: { conversation, thread, all }, shown }: Omit<StepItemProps, 'isCurrent'>) {
  const { intents } = useServices()
  const { store } = useStudio()
  const { step, siblings } = shown
  const at = siblings.findIndex(({ id }) => id === step.id)
  const show = (index: number) => {
    const sibling = siblings[index]
    if (sibling === undefined) return
    const tipId = tipFrom(all, sibling)
    selectJob(store, tipId)
    conversation
      .go(thread, { currentId: tipId, tipId })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <div className="conversation-branches" role="group" aria-label={messages.branches}>
      <IconButton label={messages.previousBranch} size="small" disabled={at <= 0} onClick={() => show(at - 1)}>
        <ChevronLeft size={13} aria-hidden="true" />
      </IconButton>
      <span>{messages.branchOf({ at: at + 1, count: siblings.length })}</span>
      <IconButton
        label={messages.nextBranch}
        size="small"
        disabled={at >= siblings.length - 1}
        onClick={() => show(at + 1)}
      >
        <ChevronRight size={13} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** What can be done with a step. */
function useStepMenu(open: OpenThread, step: JobSnapshot): readonly (readonly MenuEntry[])[] {
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
