const doneTo = { fill: 'filled' } as const

/** What a result is called: `coffee` becomes `coffee filled`, and that, filled again, `coffee filled 2`. */
export function resultName(parentName: string, operation: keyof typeof doneTo): string {
  const word = doneTo[operation]
  const again = new RegExp(`^(?<stem>.*) ${word}(?: (?<count>[0-9]{1,4}))?$`, 's').exec(parentName)?.groups
  if (again === undefined) return `${parentName} ${word}`
  return `${again['stem'] ?? ''} ${word} ${Number(again['count'] ?? '1') + 1}`
}
