import { TriangleAlert } from 'lucide-react'
import type { DescriptionRun } from '../../../../shared/domain/image-description.ts'
import * as messages from '../../../../shared/messages/en/descriptions.ts'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useGallery } from '../gallery-context.ts'
import './descriptions.css'
import { useCallback, useEffect, useState } from 'react'

/** A search has at most 2,000 characters. */
const shownMost = 60

/** How far the images are described that were queued for it; absent while none is. */
export function DescriptionStrip() {
  const run = useDescriptionRun()
  if (run === null || (run.waiting === 0 && run.failed.length === 0)) return null
  return (
    <div className="description-strip" role="group" aria-label={messages.describingImages}>
      {run.waiting > 0 && (
        <>
          <p role="status">{statusOf(run)}</p>
          <ProgressBar label={messages.describingImages} value={run.done / (run.done + run.waiting)} />
        </>
      )}
      <Failures run={run} />
      <Steering run={run} />
    </div>
  )
}

function statusOf({ done, waiting, isPaused, problem }: DescriptionRun): string {
  const count = messages.describedOf({ done: formatNumber(done), total: formatNumber(done + waiting) })
  if (problem !== null) return `${messages.stopped({ reason: problem })} · ${count}`
  return `${isPaused ? messages.paused : messages.describingImages} · ${count}`
}

/** Leads to the images that were skipped; the tooltip says why. */
function Failures({ run: { failed } }: { readonly run: DescriptionRun }) {
  const { actions } = useGallery()
  if (failed.length === 0) return null
  const reasons = failed.map(({ name, message }) => messages.failedHint({ name, reason: message })).join('\n')
  const ids = failed.slice(0, shownMost).map(({ id }) => id)
  return (
    <Button
      size="small"
      variant="quiet"
      className="description-failures"
      icon={<TriangleAlert size={13} aria-hidden="true" />}
      title={reasons}
      onClick={() => actions.setQuery(`id:${ids.join(',')}`)}
    >
      {messages.failedCount({ count: failed.length })}
    </Button>
  )
}

function Steering({ run }: { readonly run: DescriptionRun }) {
  const { client, intents } = useServices()
  const steer = (to: 'pause' | 'resume' | 'cancel') => () =>
    void client
      .call('vision.steerDescriptions', { to })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  if (run.waiting === 0) {
    return (
      <Button size="small" onClick={steer('cancel')}>
        {messages.dismiss}
      </Button>
    )
  }
  const isStopped = run.isPaused || run.problem !== null
  const goOn = run.problem === null ? messages.resume : messages.tryAgain
  return (
    <>
      <Button size="small" onClick={steer(isStopped ? 'resume' : 'pause')}>
        {isStopped ? goOn : messages.pause}
      </Button>
      <Button size="small" variant="quiet" onClick={steer('cancel')}>
        {messages.cancel}
      </Button>
    </>
  )
}

/** How far the queue of images to describe is; null = not loaded yet. */
function useDescriptionRun(): DescriptionRun | null {
  const { client } = useServices()
  const [run, setRun] = useState<DescriptionRun | null>(null)
  const read = useCallback(() => {
    // Without it there is no progress to show; a failure of the work itself is part of it.
    client.call('vision.descriptionRun', {}).then(setRun, () => undefined)
  }, [client])
  useEffect(() => {
    read()
    return client.on('vision.descriptionsChanged', read)
  }, [client, read])
  return run
}
