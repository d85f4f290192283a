/**
 * Addresses that are too long for their column lose their middle: their beginning and their end tell them
 * apart.
 */

const GAP = '…';

/**
 * The address, shortened to what `fits`: whole groups before the gap, and the last group after it; single
 * letters where not even that fits.
 */
export function shortened(address: string, fits: (text: string) => boolean): string {
  if (fits(address)) return address;
  const cut = Math.max(address.lastIndexOf(':'), address.lastIndexOf('.'));
  const end = cut > 0 ? address.slice(cut) : address.slice(-4);
  const groups = address.slice(0, address.length - end.length).match(/[^:.]*[:.]+/g) ?? [];
  for (let kept = groups.length; kept > 0; kept--) {
    const short = groups.slice(0, kept).join('') + GAP + end;
    if (fits(short)) return short;
  }
  for (let kept = end.length; kept > 1; kept--) {
    const short = GAP + end.slice(-kept);
    if (fits(short)) return short;
  }
  return GAP;
}
