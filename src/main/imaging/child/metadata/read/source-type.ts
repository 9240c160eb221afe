/** IPTC digital source types (https://cv.iptc.org/newscodes/digitalsourcetype/), by the last segment of their URL. */

/** Source types that involve a trained model. */
const trainedTypes: ReadonlySet<string> = new Set(['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'])

export function isTrainedType(address: string): boolean {
  return trainedTypes.has(address.split('/').at(-1) ?? '')
}

/** Of several statements about one image the first wins, unless a later one involves a model. */
export function strongestType(...addresses: readonly (string | null)[]): string | null {
  const stated = addresses.filter((address) => address !== null && address !== '')
  return stated.find((address) => isTrainedType(address!)) ?? stated[0] ?? null
}
