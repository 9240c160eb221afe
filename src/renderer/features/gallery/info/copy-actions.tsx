import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'
import { copyTexts, type CopyText } from './copy-texts.ts'

/** Prompt, seed and the rest for other programs. */
export function CopyActions({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const libraryFolder = useLibraryFolder()
  if (libraryFolder === null) return null
  const copy = ({ name, text }: CopyText) => {
    const notice = copyText(text)
      ? ({ level: 'done', text: `${name} is on the clipboard.` } as const)
      : ({ level: 'warning', text: `${name} could not be copied. Mark the words and press Ctrl+C.` } as const)
    intents.send({ do: 'notify', notice })
  }
  return (
    <div className="info-copies" role="group" aria-label="Copy">
      <Copy size={13} aria-hidden="true" />
      {copyTexts(asset, libraryFolder).map((each) => (
        <Button key={each.label} size="small" aria-label={`Copy: ${each.label}`} onClick={() => copy(each)}>
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
      // Without it there is nothing to copy a path from; the rest of the panel stands.
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [client])
  return folder
}
