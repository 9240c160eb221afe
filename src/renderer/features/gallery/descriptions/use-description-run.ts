import { useCallback, useEffect, useState } from 'react'
import type { DescriptionRun } from '../../../../shared/domain/image-description.ts'
import { useServices } from '../../../client/index.ts'

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
