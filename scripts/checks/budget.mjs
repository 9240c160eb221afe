import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'

/**
 * `kept` was measured on a quiet machine with two cores, or not yet; `goal` is what it should become.
 * @typedef {{ kept: number | null, goal?: number }} Figure
 * @typedef {{ minutes: Figure, processorSeconds: Figure, starts?: Figure }} Budget
 * @typedef {{ runs: Record<string, Budget>, steps: Record<string, Budget> }} Budgets
 * @typedef {{ minutes: number, processorSeconds: number | null }} Used `null`: the system does not say
 */

/** @returns {Budgets} */
export function readBudgets() {
  return JSON.parse(readFileSync(join(projectRoot, 'test', 'budget.json'), 'utf8'))
}

/**
 * Returns what was used beside what is kept and wanted. Nothing fails by time, but who adds a minute sees it.
 * @param {Used} used
 * @param {Budget | undefined} budget
 */
export function usedText({ minutes, processorSeconds }, budget) {
  const seconds = processorSeconds === null ? 'unknown' : processorSeconds.toFixed(0)
  return [
    column(minutes.toFixed(1), 5, 'min', budget?.minutes),
    column(seconds, 7, 's of processor time', budget?.processorSeconds),
  ]
    .join('  ')
    .trimEnd()
}

/**
 * Returns how often tests started the whole program, beside what is kept and wanted.
 * @param {string} starts a character for each (test/support/count-start.ts)
 * @param {Budget | undefined} budget
 */
export function startsText(starts, budget) {
  if (budget?.starts === undefined) return []
  const again = starts.split(crashedStart).length - 1
  return [
    `${' '.repeat(7)}${'starts of the program'.padEnd(22)} ${column(String(starts.length), 5, '   ', budget.starts).trimEnd()}`,
    ...(again === 0
      ? []
      : [`       ${again} of them again, as Chromium crashed before Atelier ran (test/support/run-built-program.ts)`]),
  ]
}

/** A start after one that Chromium crashed. */
export const crashedStart = 'c'

/**
 * @param {string} value
 * @param {number} width
 * @param {string} unit
 * @param {Figure | undefined} figure
 */
function column(value, width, unit, figure) {
  if (figure === undefined) return `${value.padStart(width)} ${unit}`
  const kept = `kept: ${figure.kept ?? 'not measured'}`
  const goal = figure.goal === undefined ? '' : `, goal: ${figure.goal}`
  return `${value.padStart(width)} ${unit} ${`(${kept}${goal})`.padEnd(columnWidth)}`
}

/** That of the longest text in parentheses. */
const columnWidth = '(kept: not measured, goal: 1600)'.length
