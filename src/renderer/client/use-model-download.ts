import { useEffect, useState } from 'react'
import type { ModelDownload } from '../../shared/domain/model-download.ts'
import { announcedSize, suggestedModels } from '../../shared/domain/suggested-models.ts'
import type { VisionTask } from '../../shared/domain/vision.ts'
import * as messages from '../../shared/messages/en/get-model.ts'
import { useServices } from './services.ts'

/** The download of the model that is suggested for a task, as a button where the model is missing. */
export interface ModelOffer {
  /** Of the button: what is downloaded and how large it is; while that runs, how far. */
  readonly label: string
  /** License, and that nothing is sent. */
  readonly terms: string
  /** It runs: the button is off. */
  readonly isBusy: boolean
  start(): void
}

/** Makes no request before `start`: a download that runs is known by its events. */
export function useModelDownload(task: VisionTask): ModelOffer {
  const { client, intents } = useServices()
  const model = suggestedModels[task]
  const [download, setDownload] = useState<ModelDownload | null>(null)
  useEffect(
    () => client.on('downloads.changed', (all) => setDownload(all.find(({ id }) => id === model.id) ?? null)),
    [client, model],
  )
  const { name, license } = model
  const isBusy = download !== null && download.state !== 'failed' && download.state !== 'paused'
  return {
    label: isBusy ? progressOf(name, download) : messages.downloadModel({ name, size: announcedSize(model) }),
    terms: messages.modelTerms({ license }),
    isBusy,
    start: () => intents.send({ type: 'get-model', task }),
  }
}

function progressOf(name: string, { bytes, totalBytes }: ModelDownload): string {
  if (totalBytes === 0) return messages.waitingForModel({ name })
  return messages.downloadingModel({ name, percent: Math.floor((100 * bytes) / totalBytes) })
}
