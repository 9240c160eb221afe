import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { League, LeaguePlayer } from '../../../../shared/domain/comparison.ts'
import { leagueLeast } from '../../../../shared/domain/league-least.ts'
import { useDeveloperName, useFoundModel, useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { leagueCsv } from './league-csv.ts'

/** How the models have fared in this person's blind votes. */
export function LeagueSection() {
  const { intents } = useServices()
  const nameOf = useDeveloperName()
  const [tag, setTag] = useState<string | null>(null)
  const league = useLeague(tag)
  const handleCopy = () => {
    if (league === null) return
    const isCopied = copyText(leagueCsv(league, (player) => nameOf(player.provider, player.model).model))
    const text = isCopied ? 'The league is on the clipboard as CSV.' : 'The clipboard did not take it. Try again.'
    intents.send({ do: 'notify', notice: { level: isCopied ? 'done' : 'warning', text } })
  }
  const aside = league !== null && league.players.length > 0 && (
    <IconButton label="Copy as CSV" size="small" tooltipSide="left" onClick={handleCopy}>
      <Copy size={14} aria-hidden="true" />
    </IconButton>
  )
  return (
    <PanelSection title="Model ranking" aside={aside}>
      {league !== null && league.tags.length > 0 && (
        <SelectField
          label="Votes on"
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
          <span>Model</span>
          <span>Comparisons</span>
          <span>Rating</span>
        </div>
      )}
      {league !== null && league.players.length > 0 && (
        <ol className="compare-league">
          {league.players.map((player) => (
            <LeagueRow key={`${player.provider} ${player.model}`} player={player} />
          ))}
        </ol>
      )}
      {league !== null && <p className="compare-note">{leagueWords(league)}</p>}
    </PanelSection>
  )
}

function LeagueRow({ player }: { readonly player: LeaguePlayer }) {
  const nameOf = useDeveloperName()
  const { wins, losses, ties, score, plusMinus } = player
  const name = nameOf(player.provider, player.model).model
  const found = useFoundModel(player.provider, player.model)
  const record = `${wins} won, ${losses} lost${ties > 0 ? `, ${ties} tied` : ''}`
  return (
    <li title={`${name}: ${record}`}>
      <ModelName found={found} name={name} />
      <span className="compare-league-count">{formatNumber(wins + losses + ties)}</span>
      {score === null || plusMinus === null ? (
        <span className="compare-league-score" title={`From ${leagueLeast} comparisons on`}>
          too few
        </span>
      ) : (
        <span className="compare-league-score">
          {formatNumber(Math.round(score))} <small>± {formatNumber(Math.round(plusMinus))}</small>
        </span>
      )}
    </li>
  )
}

function leagueWords({
  comparisons,
  others,
  players,
}: {
  comparisons: number
  others: number
  players: readonly LeaguePlayer[]
}): string {
  const more = others === 0 ? '' : ` ${formatCount(others, 'vote')} on images of one model, or of none, do not count.`
  if (comparisons === 0) return `No blind votes yet. Vote to rank your models.${more}`
  const short = players.every(({ score }) => score === null)
    ? ` Not enough to rank them yet: ${leagueLeast} comparisons each.`
    : ' Bradley–Terry, ± is the 95 % interval.'
  return `From ${formatCount(comparisons, 'blind comparison')}.${short}${more}`
}

/** null until it is there. Drawn up anew with every vote. */
function useLeague(tag: string | null): League | null {
  const { client, intents } = useServices()
  const [league, setLeague] = useState<League | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = () => {
      client.call('compare.league', { tag }).then(
        (loaded) => isWanted && setLeague(loaded),
        (error: unknown) => isWanted && intents.send({ do: 'report', error }),
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
