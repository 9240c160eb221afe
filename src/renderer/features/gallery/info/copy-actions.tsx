import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'
import { copyTexts, type CopyText } from './copy-texts.ts'

/** Copies the prompt, seed, and other details for use in other programs. */
export function CopyActions({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const libraryFolder = useLibraryFolder()
  if (libraryFolder === null) return null
  const copy = ({ copied, text }: CopyText) => {
    const notice = copyText(text)
      ? ({ level: 'done', text: copied } as const)
      : ({ level: 'warning', text: messages.copyFailed } as const)
    intents.send({ type: 'notify', notice })
  }
  return (
    <div className="info-copies" role="group" aria-label={messages.copy}>
      <Copy size={13} aria-hidden="true" />
      {copyTexts(asset, libraryFolder).map((each) => (
        <Button key={each.label} size="small" aria-label={each.name} onClick={() => copy(each)}>
          {each.label}
        </Button>
      ))}
    </div>
  )
}

function useLibraryFolder(): string | null {
  const { client } = useServices()
  const [folder, setFolder] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    client.call('app.info', {}).then(
      (info) => !isGone && setFolder(info.libraryFolder),
      // Without it there is no path to copy; the rest of the panel still works.
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [client])
  return folder
}
