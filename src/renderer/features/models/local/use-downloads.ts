import { useEffect, useState } from 'react'
import type { ModelDownload } from '../../../../shared/domain/model-download.ts'
import { useServices } from '../../../client/index.ts'

/** Models that are being downloaded, or were, as they are now; empty until they are read. */
export function useDownloads() {
  const { client } = useServices()
  const [downloads, setDownloads] = useState<readonly ModelDownload[]>([])
  useEffect(() => {
    client.call('downloads.list', {}).then(setDownloads, () => undefined)
    return client.on('downloads.changed', setDownloads)
  }, [client])
  return { downloads, setDownloads }
}
