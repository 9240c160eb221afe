import { FolderOpen } from 'lucide-react'
import type { TeamMember, TeamView } from '../../../../shared/domain/team.ts'
import * as messages from '../../../../shared/messages/en/team-card.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { Button } from '../../../ui/button.tsx'
import { AmountField } from '../amount-field.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'
import { MoneyMeter } from './money-meter.tsx'
import { useTeam, type TeamActions } from './use-team.ts'

type ReadyView = Extract<TeamView, { type: 'ready' }>

/** The spending limit that several computers share. */
export function TeamCard() {
  const actions = useTeam()
  const { view, reload, run } = actions
  if (view === null) return null
  return (
    <section className="settings-card" aria-label={messages.teamLimit}>
      <h3>{messages.teamLimit}</h3>
      {view.type === 'unavailable' && (
        <div className="money-unread" role="alert">
          <p>{view.message}</p>
          <Button onClick={reload}>{messages.tryAgain}</Button>
        </div>
      )}
      {view.type === 'ready' && <Limits view={view} actions={actions} />}
      {view.type === 'ready' && <Members members={view.members} />}
      <FileFields name="settings.team_limit.folder">
        {view.type === 'off' ? (
          <div>
            <Button icon={<FolderOpen size={16} aria-hidden="true" />} onClick={() => void run('team.join', {})}>
              {messages.chooseTeamFolder}
            </Button>
          </div>
        ) : (
          <FolderRow folder={view.folder} run={run} />
        )}
      </FileFields>
      <p className="settings-note">{view.type === 'ready' ? messages.limitsHint : messages.teamHint}</p>
      <SetInFile name="settings.team_limit" />
    </section>
  )
}

function FolderRow({ folder, run }: { readonly folder: string } & Pick<TeamActions, 'run'>) {
  return (
    <div className="team-folder" role="group" aria-label={messages.teamFolder}>
      <p className="selectable">{folder}</p>
      <Button size="small" onClick={() => void run('team.join', {})}>
        {messages.changeTeamFolder}
      </Button>
      <Button size="small" onClick={() => void run('team.leave', {})}>
        {messages.leaveTeam}
      </Button>
    </div>
  )
}

function Limits({ view, actions }: { readonly view: ReadyView; readonly actions: TeamActions }) {
  const limits = view.limits ?? { perDayUsd: null, perMonthUsd: null }
  const { perDayUsd, perMonthUsd } = limits
  return (
    <>
      {view.limits === null && (
        <p className="money-unread" role="alert">
          {messages.noLimitYet}
        </p>
      )}
      <div className="team-totals">
        <MoneyMeter title={messages.todayTotal} usd={view.todayUsd} limitUsd={perDayUsd} />
        <MoneyMeter title={messages.monthTotal} usd={view.monthUsd} limitUsd={perMonthUsd} />
      </div>
      <div className="team-totals">
        <AmountField
          label={messages.perDayField}
          value={perDayUsd}
          onChange={(usd) => void actions.run('team.setLimits', { ...limits, perDayUsd: usd })}
        />
        <AmountField
          label={messages.perMonthField}
          value={perMonthUsd}
          onChange={(usd) => void actions.run('team.setLimits', { ...limits, perMonthUsd: usd })}
        />
      </div>
    </>
  )
}

function Members({ members }: { readonly members: readonly TeamMember[] }) {
  if (members.length === 0) return <p className="settings-note">{messages.noMembersYet}</p>
  return (
    <table className="team-members" aria-label={messages.members}>
      <thead>
        <tr>
          <th scope="col">{messages.member}</th>
          <th scope="col">{messages.today}</th>
          <th scope="col">{messages.thisMonth}</th>
          <th scope="col">{messages.pending}</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ id, name, computer, isSelf, todayUsd, monthUsd, openUsd }) => (
          <tr key={id}>
            <th scope="row">
              {isSelf ? messages.thisComputer({ name }) : name}{' '}
              <span className="team-computer">{messages.onComputer({ computer })}</span>
            </th>
            <td>{formatMoney(todayUsd)}</td>
            <td>{formatMoney(monthUsd)}</td>
            <td>{openUsd === 0 ? '–' : formatMoney(openUsd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
