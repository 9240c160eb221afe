import { Copy } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'

/** The words it was made from: as written, what was to be left out, and how the model rewrote them. */
export function RecipePrompt({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const { prompt, generation } = asset.recipe
  if (prompt === null || prompt === '') return null
  const handleCopy = () => {
    const isCopied = copyText(prompt)
    const notice = isCopied
      ? ({ level: 'done', text: 'The prompt is on the clipboard.' } as const)
      : ({ level: 'warning', text: 'The prompt could not be copied. Mark it and press Ctrl+C.' } as const)
    intents.send({ do: 'notify', notice })
  }
  return (
    <div className="info-prompt">
      <p className="selectable">{prompt}</p>
      {generation?.negativePrompt && (
        <p>
          <span className="info-prompt-label">leave out</span>{' '}
          <span className="selectable">{generation.negativePrompt}</span>
        </p>
      )}
      {generation?.revisedPrompt && (
        <p>
          <span className="info-prompt-label">the model made of it</span>{' '}
          <span className="selectable">{generation.revisedPrompt}</span>
        </p>
      )}
      <Button size="small" icon={<Copy size={13} />} onClick={handleCopy}>
        Copy prompt
      </Button>
    </div>
  )
}
