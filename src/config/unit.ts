/**
 * The number at the end of the name of an interface that a driver makes, as 3 of `bridge3`; null for a name
 * that is none of its.
 */
export function unitOf(driver: 'bridge' | 'etherip' | 'iptap', name: string): number | null {
  const unit = name.startsWith(driver) ? name.slice(driver.length) : '';
  return /^(0|[1-9]\d*)$/.test(unit) ? Number(unit) : null;
}
