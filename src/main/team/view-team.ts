import type { TeamMember, TeamView } from '../../shared/domain/team.ts'
import type { Journal } from './journal.ts'
import type { TeamFiles } from './team-files.ts'
import { sumJournals, toUsd } from './team-sums.ts'

/** What the members have spent. `day`: by this computer's clock, which is near enough to look at. Writes nothing. */
export async function viewTeam(
  folder: string,
  { files, writer }: { readonly files: Pick<TeamFiles, 'limits' | 'readAll'>; readonly writer: string },
  day: string,
): Promise<TeamView> {
  const limits = await files.limits()
  // A folder that is not connected has neither: what is missing is the folder, not a file.
  const journals = limits === null ? new Map<string, Journal>() : await files.readAll(day.slice(0, 7))
  const total = sumJournals(journals.values(), day)
  const members = [...journals].map(([id, journal]) => toMember(id, journal, { day, writer }))
  return {
    type: 'ready',
    folder,
    limits,
    day,
    todayUsd: toUsd(total.day),
    monthUsd: toUsd(total.month),
    members: members.toSorted((a, b) => b.monthUsd - a.monthUsd || a.name.localeCompare(b.name)),
  }
}

function toMember(id: string, journal: Journal, { day, writer }: { day: string; writer: string }): TeamMember {
  const sums = sumJournals([journal], day)
  const open = [...journal.reservations.values()].filter(({ isOpen }) => isOpen)
  return {
    id,
    name: journal.name,
    computer: journal.computer,
    isSelf: id === writer,
    todayUsd: toUsd(sums.day),
    monthUsd: toUsd(sums.month),
    openUsd: toUsd(open.reduce((sum, { micro }) => sum + micro, 0)),
  }
}
