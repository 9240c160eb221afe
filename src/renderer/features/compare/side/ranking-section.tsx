import { ChartScatter, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ModelRanking, RankedModel } from '../../../../shared/domain/comparison.ts'
import { comparisonsMin } from '../../../../shared/domain/model-value.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { colon, joinSentences } from '../../../../shared/messages/formats.ts'
import { useDeveloperName, useFoundModel, useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { useCompare } from '../compare-context.ts'
import { rankingCsv } from './ranking-csv.ts'

/** Model ranking from the user's blind votes. */
export function RankingSection() {
  const { intents } = useServices()
  const { store, voting } = useCompare()
  const nameOf = useDeveloperName()
  const [tag, setTag] = useState<string | null>(null)
  const ranking = useRanking(tag)
  const showValue = () => {
    // The summary of a vote gives way to it.
    if (voting.isOpen()) voting.end()
    store.setState({ isValueShown: true })
  }
  const handleCopy = () => {
    if (ranking === null) return
    const isCopied = copyText(rankingCsv(ranking, (player) => nameOf(player.provider, player.model).model))
    const text = isCopied ? messages.rankingCopied : messages.couldNotCopy
    intents.send({ type: 'notify', notice: { level: isCopied ? 'done' : 'warning', text } })
  }
  const aside = ranking !== null && ranking.players.length > 0 && (
    <span className="compare-ranking-actions">
      <IconButton label={messages.copyAsCsv} size="small" tooltipSide="left" onClick={handleCopy}>
        <Copy size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.valueHint}
        command="compare.value"
        size="small"
        tooltipSide="left"
        onClick={showValue}
      >
        <ChartScatter size={14} aria-hidden="true" />
      </IconButton>
    </span>
  )
  return (
    <PanelSection title={messages.modelRanking} aside={aside}>
      {ranking !== null && ranking.tags.length > 0 && (
        <SelectField
          label={messages.votesOn}
          options={[
            { value: '', label: messages.everything },
            ...ranking.tags.map(({ name, count }) => ({ value: name, label: `${name} (${formatNumber(count)})` })),
          ]}
          value={tag ?? ''}
          onChange={(value) => setTag(value === '' ? null : value)}
        />
      )}
      {ranking !== null && ranking.players.length > 0 && (
        <div className="compare-ranking-heads" aria-hidden="true">
          <span>{messages.model}</span>
          <span>{messages.comparisons}</span>
          <span>{messages.rating}</span>
        </div>
      )}
      {ranking !== null && ranking.players.length > 0 && (
        <ol className="compare-ranking">
          {ranking.players.map((player) => (
            <RankingRow key={`${player.provider} ${player.model}`} player={player} />
          ))}
        </ol>
      )}
      {ranking !== null && <p className="compare-note">{rankingMessage(ranking)}</p>}
    </PanelSection>
  )
}

function RankingRow({ player }: { readonly player: RankedModel }) {
  const nameOf = useDeveloperName()
  const { wins, losses, ties, score, plusMinus } = player
  const name = nameOf(player.provider, player.model).model
  const found = useFoundModel(player.provider, player.model)
  const record = ties > 0 ? messages.recordWithTies({ wins, losses, ties }) : messages.record({ wins, losses })
  return (
    <li title={`${name}${colon}${record}`}>
      <ModelName found={found} name={name} />
      <span className="compare-ranking-count">{formatNumber(wins + losses + ties)}</span>
      {score === null || plusMinus === null ? (
        <span className="compare-ranking-score" title={messages.rankedAfter({ count: comparisonsMin })}>
          {messages.tooFewVotes}
        </span>
      ) : (
        <span className="compare-ranking-score">
          {formatNumber(Math.round(score))} <small>± {formatNumber(Math.round(plusMinus))}</small>
        </span>
      )}
    </li>
  )
}

function rankingMessage({
  comparisons,
  others,
  players,
}: {
  comparisons: number
  others: number
  players: readonly RankedModel[]
}): string {
  const notCounted = others > 0 && messages.votesNotCounted({ count: others })
  if (comparisons === 0) return joinSentences(messages.noBlindVotesYet, notCounted)
  const isShort = players.every(({ score }) => score === null)
  const method = isShort ? messages.tooFewToRank({ count: comparisonsMin }) : messages.rankingMethod
  return joinSentences(messages.blindComparisons({ count: comparisons }), method, notCounted)
}

/** null until loaded. Recomputed after every vote. */
function useRanking(tag: string | null): ModelRanking | null {
  const { client, intents } = useServices()
  const [ranking, setRanking] = useState<ModelRanking | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = () => {
      client.call('compare.ranking', { tag }).then(
        (loaded) => isWanted && setRanking(loaded),
        (error: unknown) => isWanted && intents.send({ type: 'report', error }),
      )
    }
    load()
    const stop = client.on('compare.voted', load)
    return () => {
      isWanted = false
      stop()
    }
  }, [client, intents, tag])
  return ranking
}
