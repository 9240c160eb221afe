import { RotateCcw } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { useServices, type Intents, type RecalledPart } from '../../../client/index.ts'
import { isStep } from '../lineage/family-commands.ts'
import { Button } from '../../../ui/button.tsx'
import type { MenuEntry } from '../../../ui/menus/menu.tsx'

const labels: Readonly<Record<RecalledPart, string>> = {
  description: messages.promptFromImage,
  all: messages.useAllSettings,
  'without-seed': messages.allExceptSeed,
  prompt: messages.promptOnly,
}

/** Returns the parts of an image's recipe that can be restored to the form. */
function recallableParts({ recipe: { prompt, operation, generation } }: Asset): readonly RecalledPart[] {
  if (!prompt) return generation?.markup?.length ? ['all', 'without-seed'] : []
  const isTold = ['generate', 'edit', 'variations'].includes(operation) || (operation === 'import' && generation)
  return isTold ? ['all', 'without-seed', 'prompt'] : ['prompt']
}

/** Restores the form's values to make a similar image. */
export function RecallActions({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const parts = recallableParts(asset)
  if (parts.length === 0 && !isStep(asset)) return null
  return (
    <div className="info-actions" role="group" aria-label={messages.reuseSettings}>
      {parts.map((part, at) => (
        <Button
          key={part}
          size="small"
          icon={at === 0 && <RotateCcw size={13} />}
          onClick={() => intents.send({ type: 'recall', assetId: asset.id, part })}
        >
          {labels[part]}
        </Button>
      ))}
      {isStep(asset) && (
        <Button
          size="small"
          title={messages.repeatStepHint}
          onClick={() => intents.send({ type: 'repeat-step', assetId: asset.id })}
        >
          {messages.repeatStep}
        </Button>
      )}
    </div>
  )
}

/** Returns the same actions as menu entries. */
export function recallEntries(asset: Asset, intents: Intents): readonly MenuEntry[] {
  return [...recallableParts(asset), 'description' as const].map((part) => ({
    label: labels[part],
    run: () => intents.send({ type: 'recall', assetId: asset.id, part }),
  }))
}
