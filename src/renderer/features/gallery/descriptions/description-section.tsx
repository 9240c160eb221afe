import { Check, Plus, ScanText } from 'lucide-react'
import { useState } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ImageDescription } from '../../../../shared/domain/image-description.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/descriptions.ts'
import { useAsset, useServices } from '../../../client/index.ts'
import { useDescription } from '../../../client/use-description.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { formatDate } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useGallery } from '../gallery-context.ts'
import { LongText } from '../info/info-row.tsx'
import './descriptions.css'

/** What a model says an image shows, with suggestions for tags. */
export function DescriptionSection({ id }: { readonly id: AssetId }) {
  const found = useDescription(id)
  const { isBusy, describe, stop } = useDescribing(id)
  if (found === undefined) return null
  return (
    <PanelSection title={messages.description}>
      {found === null ? <p className="description-empty">{messages.notDescribed}</p> : <Texts found={found} />}
      {found !== null && <SuggestedTags id={id} tags={found.tags} />}
      <div className="info-actions">
        {found !== null && !isBusy && <UseDescription id={id} found={found} />}
        <Button size="small" icon={<ScanText size={13} />} disabled={isBusy} onClick={describe}>
          {isBusy ? messages.describing : found === null ? messages.describe : messages.describeAgain}
        </Button>
        {isBusy && (
          <Button size="small" variant="quiet" onClick={stop}>
            {messages.cancel}
          </Button>
        )}
        {found !== null && !isBusy && <ClearDescription id={id} />}
      </div>
      {found !== null && (
        <p className="description-model">
          {messages.byModel({ model: found.model, date: formatDate(found.describedAtMs) })}
        </p>
      )}
    </PanelSection>
  )
}

function Texts({ found }: { readonly found: ImageDescription }) {
  return (
    <div className="description-texts">
      <p className="selectable">{found.caption}</p>
      <p>
        <LongText key={found.description} text={found.description} what={messages.description} />
      </p>
    </div>
  )
}

interface SuggestedTagsProps {
  readonly id: AssetId
  readonly tags: readonly string[]
}

/** Not the image's tags until somebody takes them over. */
function SuggestedTags({ id, tags }: SuggestedTagsProps) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const asset = useAsset(id)
  const own = new Set((asset?.annotations.tags ?? []).map((tag) => tag.toLowerCase()))
  const others = tags.filter((tag) => !own.has(tag))
  const add = (addTags: readonly string[]) =>
    void organize.annotations
      .mark([id], { addTags: [...addTags] })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  if (tags.length === 0) return null
  return (
    <div className="description-tags" role="group" aria-label={messages.suggestedTags}>
      <h3>{messages.suggestedTags}</h3>
      {tags.map((tag) => {
        const isOwn = own.has(tag)
        return (
          <button
            key={tag}
            type="button"
            className="description-tag"
            disabled={isOwn}
            aria-label={isOwn ? messages.isAlreadyTag({ name: tag }) : messages.addSuggestedTag({ name: tag })}
            onClick={() => add([tag])}
          >
            <span>{tag}</span>
            {isOwn ? <Check size={11} aria-hidden="true" /> : <Plus size={11} aria-hidden="true" />}
          </button>
        )
      })}
      {others.length > 1 && (
        <Button size="small" variant="quiet" onClick={() => add(others)}>
          {messages.addAllTags}
        </Button>
      )}
    </div>
  )
}

interface UseDescriptionProps {
  readonly id: AssetId
  readonly found: ImageDescription
}

function UseDescription({ id, found: { caption, description } }: UseDescriptionProps) {
  const { intents } = useServices()
  const copy = () => {
    const notice = copyText(`${caption}\n\n${description}`)
      ? ({ level: 'done', text: messages.copied } as const)
      : ({ level: 'warning', text: messages.copyFailed } as const)
    intents.send({ type: 'notify', notice })
  }
  return (
    <>
      <Button size="small" onClick={() => intents.send({ type: 'recall', assetId: id, part: 'description' })}>
        {messages.asPrompt}
      </Button>
      <Button size="small" onClick={copy}>
        {messages.copyDescription}
      </Button>
    </>
  )
}

function ClearDescription({ id }: { readonly id: AssetId }) {
  const { client, intents } = useServices()
  const clear = () =>
    void client
      .call('vision.clearDescriptions', { ids: [id] })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <Button size="small" variant="quiet" aria-label={messages.clearDescription} onClick={clear}>
      {messages.clear}
    </Button>
  )
}

/** Goes on while other images are looked at. */
function useDescribing(id: AssetId) {
  const { client, intents } = useServices()
  const [running, setRunning] = useState<ReadonlyMap<AssetId, AbortController>>(new Map())
  const describe = () => {
    const work = new AbortController()
    setRunning((current) => new Map(current).set(id, work))
    client
      .call('vision.describe', { id }, { signal: work.signal })
      .catch((error: unknown) => {
        if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
      })
      .finally(() => setRunning((current) => new Map([...current].filter(([each]) => each !== id))))
  }
  return { isBusy: running.has(id), describe, stop: () => running.get(id)?.abort() }
}
