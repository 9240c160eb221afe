import { useEffect, useState } from 'react'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ImageDescription } from '../../shared/domain/image-description.ts'
import { useServices } from './services.ts'
import { useCover } from './use-cover.ts'

/** What a model said of an image; null = nothing, undefined = not loaded yet. */
export function useDescription(id: AssetId | null): ImageDescription | null | undefined {
  const { client, intents } = useServices()
  const [loaded, setLoaded] = useState<{ readonly id: AssetId; readonly found: ImageDescription | null } | null>(null)
  useEffect(() => {
    if (id === null) return undefined
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
  return id !== null && loaded?.id === id ? loaded.found : undefined
}

/** For `aria-description` of an image: what a model said of it in a sentence, unless the image is covered. */
export function useSpokenDescription(id: AssetId | null): string | undefined {
  const cover = useCover(id)
  return useDescription(cover === null ? id : null)?.caption
}
