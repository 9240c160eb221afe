/**
 * Reads a model's progress from the progress bar it prints (tqdm: `45%|████      | 13/28 [00:01<…]`); null = there is
 * none. The last bar counts: loading weights prints bars of its own before.
 */
export function readLogProgress(log: string): number | null {
  const percent = [...log.matchAll(/(\d{1,3})%\s*\|/g)].at(-1)?.[1]
  return percent === undefined ? null : Math.min(1, Number(percent) / 100)
}
