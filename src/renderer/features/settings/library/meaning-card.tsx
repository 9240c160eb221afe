import { useCallback, useEffect, useState } from 'react'
import type { MeaningIndex } from '../../../../shared/domain/vision.ts'
import * as messages from '../../../../shared/messages/en/settings.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { useModelDownload } from '../../../client/use-model-download.ts'
import { Button } from '../../../ui/button.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'

/** Whether images are made searchable by what they show, and how far that is. */
export function MeaningCard() {
  const { settings, describeError } = useServices()
  const isOn = useSettings((each) => each.indexesByMeaning)
  const { index, error } = useMeaningIndex()
  return (
    <section className="settings-card" aria-labelledby="meaning-index">
      <h3 id="meaning-index">{messages.searchByMeaning}</h3>
      <FileFields name="settings.vision.index_library">
        <SwitchField
          label={messages.indexImages}
          hint={messages.indexImagesHint}
          isOn={isOn}
          onChange={(indexesByMeaning) => settings.change({ indexesByMeaning })}
        />
      </FileFields>
      <SetInFile name="settings.vision.index_library" />
      {index !== null && (
        <p className="settings-note" role="status">
          {describeIndex(index, isOn)}
        </p>
      )}
      {index !== null && index.model === null && <GetContentModel />}
      {index !== null && index.problem !== null && (
        <p className="watched-problem" role="alert">
          {index.problem}
        </p>
      )}
      {error !== null && (
        <p className="watched-problem" role="alert">
          {describeError(error).text}
        </p>
      )}
    </section>
  )
}

function GetContentModel() {
  const { label, terms, isBusy, start } = useModelDownload('search')
  return (
    <p className="settings-note">
      <Button size="small" disabled={isBusy} onClick={start}>
        {label}
      </Button>{' '}
      {terms}
    </p>
  )
}

function describeIndex({ model, meanwhile, embedded, total, isRunning }: MeaningIndex, isOn: boolean): string {
  if (model === null) return messages.noMeaningModel
  if (embedded >= total) return messages.indexComplete({ count: total, model })
  const state = isRunning && isOn ? messages.indexRunning : messages.indexPaused
  const progress = state({ embedded, total, model })
  return meanwhile === null ? progress : `${progress}. ${messages.searchesMeanwhile({ model: meanwhile })}`
}

function useMeaningIndex() {
  const { client } = useServices()
  const [index, setIndex] = useState<MeaningIndex | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(() => {
    client.call('vision.index', {}).then(setIndex, setError)
  }, [client])
  useEffect(() => {
    read()
    const stops = [client.on('vision.indexChanged', read), client.on('providers.changed', read)]
    return () => stops.forEach((stop) => stop())
  }, [client, read])
  return { index, error }
}
