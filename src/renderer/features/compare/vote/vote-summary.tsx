import { Brush, Flag, Trophy } from 'lucide-react'
import { useMemo } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { useCompare, useVoteState } from '../compare-context.ts'
import { RankingSection } from '../side/ranking-section.tsx'
import { TileLabel } from '../table/tile-label.tsx'
import type { VoteChoice } from './create-voting.ts'
import './vote.css'

/** Reveals every image of the vote, most preferred first. */
export function VoteSummary() {
  const { voting } = useCompare()
  const answers = useVoteState((state) => state.answers)
  const order = useVoteState((state) => state.order)
  const tally = useMemo(() => tallyOf(answers, order), [answers, order])
  const voted = answers.filter(({ voteId }) => voteId !== null).length
  return (
    <div className="compare-vote-summary">
      <header className="compare-vote-head">
        <h2>{messages.results}</h2>
        <span>{messages.votesSaved({ count: voted })}</span>
        <Button variant="primary" size="small" onClick={() => voting.end()}>
          {messages.backToCompare}
        </Button>
      </header>
      <div className="compare-vote-summary-body">
        <ol className="compare-vote-summary-list" aria-label={messages.imagesByVotes}>
          {tally.map((each, at) => (
            <RevealedRow key={each.id} tally={each} isFirst={at === 0} />
          ))}
        </ol>
        <aside className="compare-vote-ranking" aria-label={messages.modelRanking}>
          <RankingSection />
        </aside>
      </div>
    </div>
  )
}

function RevealedRow({
  tally: { id, wins, losses, ties },
  isFirst,
}: {
  readonly tally: Tally
  readonly isFirst: boolean
}) {
  const asset = useAsset(id)
  const cover = useCover(id)
  const total = wins + losses + ties
  return (
    <li>
      <img className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="" draggable={false} />
      <div className="compare-vote-result">
        {asset && <TileLabel asset={asset} />}
        <p>
          {isFirst && wins > 0 && <Trophy size={13} aria-hidden="true" />}
          {ties > 0 ? messages.preferredWithTies({ wins, total, ties }) : messages.preferred({ wins, total })}
        </p>
        {isFirst && asset && <WinnerActions asset={asset} />}
      </div>
    </li>
  )
}

/** What one does with the best image. */
function WinnerActions({ asset: { id, annotations } }: { readonly asset: Asset }) {
  const { client, intents } = useServices()
  const isPicked = annotations.flag === 'pick'
  const pick = () =>
    void client
      .call('catalogue.mark', { ids: [id], change: { flag: 'pick' } })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <div className="compare-vote-winner">
      <Button size="small" icon={<Flag size={14} />} disabled={isPicked} onClick={pick}>
        {isPicked ? messages.picked : messages.pick}
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={<Brush size={14} />}
        onClick={() => intents.send({ type: 'open-in-studio', assetId: id })}
      >
        {messages.openInStudio}
      </Button>
    </div>
  )
}

interface Tally {
  readonly id: AssetId
  readonly wins: number
  readonly losses: number
  readonly ties: number
}

/**
 * Counts how each image did in one vote, most preferred first. Skipped questions do not count.
 *
 * @param order best first, where pairs say more than how often each was preferred
 */
function tallyOf(answers: readonly VoteChoice[], order: readonly AssetId[] | null): readonly Tally[] {
  const tallies = new Map<AssetId, { wins: number; losses: number; ties: number }>()
  const note = (id: AssetId, what: 'wins' | 'losses' | 'ties') => {
    const tally = tallies.get(id) ?? { wins: 0, losses: 0, ties: 0 }
    tally[what]++
    tallies.set(id, tally)
  }
  for (const { winnerId, loserId, isTie } of answers.flatMap(({ judgments }) => judgments)) {
    note(winnerId, isTie ? 'ties' : 'wins')
    note(loserId, isTie ? 'ties' : 'losses')
  }
  const share = ({ wins, losses, ties }: Tally) => (wins + ties / 2) / (wins + losses + ties)
  return [...tallies]
    .map(([id, tally]) => ({ id, ...tally }))
    .toSorted((a, b) => (order === null ? share(b) - share(a) : order.indexOf(a.id) - order.indexOf(b.id)))
}
