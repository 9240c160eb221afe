import { useCallback, useEffect, useState } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { DescriptionRun, ImageDescription } from '../../../../shared/domain/image-description.ts'
import { useServices } from '../../../client/index.ts'

/** What a model said of an image; null = nothing, undefined = not loaded yet. */
export function useDescription(id: AssetId): ImageDescription | null | undefined {
  const { client, intents } = useServices()
  const [loaded, setLoaded] = useState<{ readonly id: AssetId; readonly found: ImageDescription | null } | null>(null)
  useEffect(() => {
    let isGone = false
    const load = () => {
      client.call('vision.description', { id }).then(
        ({ found }) => !isGone && setLoaded({ id, found }),
        (error: unknown) => !isGone && intents.send({ type: 'report', error }),
      )
    }
    load()
    const stop = client.on('library.changed', ({ ids, reason }) => {
      const isAbout = ids.length === 0 || ids.includes(id)
      if (isAbout && (reason === 'marks' || reason === 'updated')) load()
    })
    return () => {
      isGone = true
      stop()
    }
  }, [client, intents, id])
  return loaded?.id === id ? loaded.found : undefined
}

/** How far the queue of images to describe is; null = not loaded yet. */
export function useDescriptionRun(): DescriptionRun | null {
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
