import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { League, LeaguePlayer } from '../../../../shared/domain/comparison.ts'
import { comparisonsMin } from '../../../../shared/domain/limits.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useDeveloperName, useFoundModel, useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { leagueCsv } from './league-csv.ts'

/** Model ranking from the user's blind votes. */
export function LeagueSection() {
  const { intents } = useServices()
  const nameOf = useDeveloperName()
  const [tag, setTag] = useState<string | null>(null)
  const league = useLeague(tag)
  const handleCopy = () => {
    if (league === null) return
    const isCopied = copyText(leagueCsv(league, (player) => nameOf(player.provider, player.model).model))
    const text = isCopied ? messages.rankingCopied : messages.couldNotCopy
    intents.send({ type: 'notify', notice: { level: isCopied ? 'done' : 'warning', text } })
  }
  const aside = league !== null && league.players.length > 0 && (
    <IconButton label={messages.copyAsCsv} size="small" tooltipSide="left" onClick={handleCopy}>
      <Copy size={14} aria-hidden="true" />
    </IconButton>
  )
  return (
    <PanelSection title={messages.modelRanking} aside={aside}>
      {league !== null && league.tags.length > 0 && (
        <SelectField
          label={messages.votesOn}
          options={[
            { value: '', label: 'everything' },
            ...league.tags.map(({ name, count }) => ({ value: name, label: `${name} (${formatNumber(count)})` })),
          ]}
          value={tag ?? ''}
          onChange={(value) => setTag(value === '' ? null : value)}
        />
      )}
      {league !== null && league.players.length > 0 && (
        <div className="compare-league-heads" aria-hidden="true">
          <span>{messages.model}</span>
          <span>{messages.comparisons}</span>
          <span>{messages.rating}</span>
        </div>
      )}
      {league !== null && league.players.length > 0 && (
        <ol className="compare-league">
          {league.players.map((player) => (
            <LeagueRow key={`${player.provider} ${player.model}`} player={player} />
          ))}
        </ol>
      )}
      {league !== null && <p className="compare-note">{rankingMessage(league)}</p>}
    </PanelSection>
  )
}

function LeagueRow({ player }: { readonly player: LeaguePlayer }) {
  const nameOf = useDeveloperName()
  const { wins, losses, ties, score, plusMinus } = player
  const name = nameOf(player.provider, player.model).model
  const found = useFoundModel(player.provider, player.model)
  const record = ties > 0 ? messages.recordWithTies({ wins, losses, ties }) : messages.record({ wins, losses })
  return (
    <li title={`${name}: ${record}`}>
      <ModelName found={found} name={name} />
      <span className="compare-league-count">{formatNumber(wins + losses + ties)}</span>
      {score === null || plusMinus === null ? (
        <span className="compare-league-score" title={messages.rankedAfter({ count: comparisonsMin })}>
          {messages.tooFewVotes}
        </span>
      ) : (
        <span className="compare-league-score">
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
  players: readonly LeaguePlayer[]
}): string {
  const notCounted = others === 0 ? [] : [messages.votesNotCounted({ count: others })]
  if (comparisons === 0) return [messages.noBlindVotesYet, ...notCounted].join(' ')
  const isShort = players.every(({ score }) => score === null)
  const method = isShort ? messages.tooFewToRank({ count: comparisonsMin }) : messages.rankingMethod
  return [messages.blindComparisons({ count: comparisons }), method, ...notCounted].join(' ')
}

/** null until loaded. Recomputed after every vote. */
function useLeague(tag: string | null): League | null {
  const { client, intents } = useServices()
  const [league, setLeague] = useState<League | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = () => {
      client.call('compare.league', { tag }).then(
        (loaded) => isWanted && setLeague(loaded),
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
  return league
}
