import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId, CollectionId } from '../../../../shared/domain/ids.ts'
import { unpackIds } from '../../../../shared/domain/packed-ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useServices, type Services } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { groupByPrompt, makerOf, planVote, type VoteManner } from './vote-rounds.ts'

type Source = 'table' | 'search'
type Groups = readonly (readonly AssetId[])[]

/** What to vote on, and how. */
export function VoteSetup() {
  const { voting } = useCompare()
  const { assets } = useServices()
  const table = useCompareState((state) => state.ids)
  const [source, setSource] = useState<Source>(table.length > 1 ? 'table' : 'search')
  const [manner, setManner] = useState<VoteManner>('pairs')
  const [found, setFound] = useState<Groups | null>(null)
  const groups: Groups | null = source === 'table' ? [table] : found
  const questions =
    groups === null
      ? null
      : planVote(
          groups,
          manner,
          () => null,
          () => 0,
        ).total
  const begin = () => {
    if (groups === null) return
    const { records } = assets.store.getState()
    voting.begin(planVote(groups, manner, (id) => makerOf(records.get(id)), Math.random))
  }
  const footer = (
    <>
      <span className="compare-vote-count" role="status">
        {questions === null
          ? messages.searching
          : (manner === 'pairs' ? messages.questionsAtMost : messages.questions)({ count: questions })}
      </span>
      <Button onClick={() => voting.end()}>{messages.cancel}</Button>
      <Button variant="primary" data-autofocus disabled={groups === null || questions === 0} onClick={begin}>
        {messages.start}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.blindVote} footer={footer} onClose={() => voting.end()}>
      <div className="dialog-body">
        <p className="compare-vote-words">{messages.blindVoteNote}</p>
        <SegmentedControl
          label={messages.voteOn}
          options={[
            { value: 'table', label: messages.comparedImages },
            { value: 'search', label: messages.library },
          ]}
          value={source}
          onChange={setSource}
        />
        {source === 'search' && <SearchFields onFound={setFound} />}
        {source === 'table' && table.length < 2 && <p className="compare-note">{messages.selectTwo}</p>}
        <SegmentedControl
          label={messages.show}
          options={[
            { value: 'pairs', label: messages.pairs },
            { value: 'all', label: messages.allAtOnce },
          ]}
          value={manner}
          onChange={setManner}
        />
      </div>
    </Dialog>
  )
}

function SearchFields({ onFound }: { readonly onFound: (groups: Groups | null) => void }) {
  const services = useServices()
  const [query, setQuery] = useState('')
  const [collectionId, setCollectionId] = useState('')
  const [collections, setCollections] = useState<readonly { readonly value: string; readonly label: string }[]>([])
  const [images, setImages] = useState<number | null>(null)
  const { client, intents } = services
  useEffect(() => {
    client.call('collections.list', {}).then(
      (list) =>
        setCollections(list.flatMap(({ id, name, kind }) => (kind === 'folder' ? [] : [{ value: id, label: name }]))),
      (error: unknown) => intents.send({ type: 'report', error }),
    )
  }, [client, intents])
  useEffect(() => {
    let isWanted = true
    onFound(null)
    const timer = setTimeout(() => {
      findGroups(services, query, collectionId).then(
        (groups) => {
          if (!isWanted) return
          setImages(groups.reduce((sum, group) => sum + group.length, 0))
          onFound(groups)
        },
        (error: unknown) => isWanted && intents.send({ type: 'report', error }),
      )
    }, typingMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [services, intents, query, collectionId, onFound])
  return (
    <>
      <TextField
        label={messages.search}
        value={query}
        placeholder={messages.searchPlaceholder}
        onChange={(event) => setQuery(event.target.value)}
      />
      <SelectField
        label={messages.inLabel}
        options={[{ value: '', label: messages.everything }, ...collections]}
        value={collectionId}
        onChange={setCollectionId}
      />
      <p className="compare-note">{images === 0 ? messages.noSharedPrompt : messages.samePromptOnly}</p>
    </>
  )
}

const typingMs = 200
/** Number of images searched for repeated prompts, newest first. */
const imagesMost = 2_000
const batch = 500

async function findGroups({ client, assets: records }: Services, query: string, collectionId: string): Promise<Groups> {
  const { order } = await client.call('catalogue.find', {
    section: 'library',
    collectionId: collectionId === '' ? null : (collectionId as CollectionId),
    query,
    sort: 'newest',
    isStacked: false,
    withShapes: false,
  })
  const ids = unpackIds(order).slice(0, imagesMost)
  const assets: Asset[] = []
  for (let at = 0; at < ids.length; at += batch) {
    assets.push(...(await client.call('library.assets', { ids: ids.slice(at, at + batch) })))
  }
  // Who made them decides which pairs are asked.
  records.put(assets)
  return groupByPrompt(assets)
}
