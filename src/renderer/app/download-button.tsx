import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ModelDownload } from '../../shared/domain/model-download.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { AppModel } from './create-app-model.ts'
import { describeDownloads, newsOf } from './download-words.ts'
import { goTo } from './go-to.ts'

/** In the rail, while a model is coming or could not be had: how far it is, and the way to it. */
export function DownloadButton({ model }: { readonly model: AppModel }) {
  const downloads = useDownloadNews(model)
  const words = describeDownloads(downloads)
  if (words === null) return null
  return (
    <IconButton
      label={words.label}
      word={words.word}
      size="large"
      tooltipSide="right"
      onClick={() => goTo(model, 'models')}
    >
      <Download size={18} aria-hidden="true" />
    </IconButton>
  )
}

/** Asks for nothing: what is told from the first download on is enough. Ends are told where they cannot be seen. */
function useDownloadNews(model: AppModel): readonly ModelDownload[] {
  const { client, intents } = model.services
  const [downloads, setDownloads] = useState<readonly ModelDownload[]>([])
  useEffect(() => {
    let before: readonly ModelDownload[] = []
    return client.on('downloads.changed', (now) => {
      const news = newsOf(before, now)
      before = now
      setDownloads(now)
      if (model.shell.getState().place === 'models') return
      const action = { label: 'Models', run: () => goTo(model, 'models') }
      for (const notice of news) intents.send({ do: 'notify', notice: { ...notice, action } })
    })
  }, [client, intents, model])
  return downloads
}
