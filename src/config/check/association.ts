/** Checks of `setkey` lines about associations. */
import type { Address, SaAlgorithm, SaCommand, SaFlushCommand, SaRemoveCommand } from '../nodes';
import type { Range, Ranged } from '../text';
import type { Checker } from './checker';
import { addressKey, type ModelAssociation } from './model';

/** Associations of a machine. */
const ASSOCIATIONS_MAX = 20_000;

export function checkAssociation(checker: Checker, command: SaCommand): void {
  const { model, report, kernel } = checker;
  checkZones(checker, command);
  checkAlgorithms(checker, command);
  checkUse(checker, command);
  const { protocol, spi, mode, reqid } = command;
  const added: ModelAssociation = { ends: endsKey(command), protocol: protocol.value, spi: spi.value };
  const key = [added.ends, added.protocol, added.spi, mode, reqid].join(' ');
  if (model.associations.has(key)) {
    report.error(
      'association-exists',
      command,
      'There is an association with these ends, protocol, mode, id and SPI already: File exists.',
      'another SPI',
    );
  }
  if (model.associations.size >= ASSOCIATIONS_MAX) {
    report.error(
      'out-of-range',
      command,
      'This is one association too many.',
      `${ASSOCIATIONS_MAX} associations at most`,
    );
    return;
  }
  model.associations.set(key, added);
  if (!kernel.ipsec) {
    report.warning(
      'contradiction',
      command,
      'The kernel has no IPsec (nooptions IPSEC): no association is ever looked at.',
    );
  }
}

function endsKey({ src, dst }: Pick<SaCommand, 'src' | 'dst'>): string {
  const key = ({ value }: Ranged<Address>) => addressKey(value, value.zone ?? '');
  return `${key(src)} ${key(dst)}`;
}

function checkZones(checker: Checker, { src, dst }: Pick<SaCommand, 'src' | 'dst'>): void {
  for (const end of [src, dst]) {
    if (end.value.zone !== null) checker.known({ from: end.from, to: end.to, value: end.value.zone });
  }
}

/** Which algorithms the protocol needs, and which it has no use for. */
function checkAlgorithms(checker: Checker, command: SaCommand): void {
  const { report } = checker;
  const of = (use: SaAlgorithm['use']) => command.algorithms.filter(({ value }) => value.use === use);
  const [encryption, authentication, compression] = [
    of('encryption'),
    of('authentication'),
    of('compression'),
  ];
  const protocol = command.protocol.value;
  const needed = ({ esp: 'encryption', ah: 'authentication', ipcomp: 'compression' } as const)[protocol];
  const option = { esp: '-E ALGORITHM KEY', ah: '-A ALGORITHM KEY', ipcomp: '-C ALGORITHM' }[protocol];
  if (of(needed).length === 0 && !command.unread.includes(needed)) {
    report.error(
      'missing-word',
      command.protocol,
      `An association of ${protocol} needs an algorithm.`,
      option,
    );
  }
  for (const several of [encryption, authentication, compression]) {
    for (const { value } of several.slice(1)) {
      refuse(checker, value.name, 'An association has one algorithm of a kind.');
    }
  }
  const useless =
    protocol === 'esp' ? compression : [...(protocol === 'ah' ? [] : authentication), ...encryption];
  const others = protocol === 'ah' ? [...useless, ...compression] : useless;
  for (const { value } of others) refuse(checker, value.name, `${protocol} has no use for ${value.use}.`);
  if (protocol === 'esp' && encryption[0]?.value.name.value === 'aes-gcm-16') {
    for (const { value } of authentication) {
      refuse(checker, value.name, 'aes-gcm-16 authenticates what it encrypts by itself.');
    }
  }
}

function refuse({ report }: Checker, word: Range, message: string): void {
  report.error('contradiction', word, message, 'the line without this algorithm');
}

/** What works, but hardly as meant. */
function checkUse({ report }: Checker, command: SaCommand): void {
  const { protocol, replay, soft, hard, algorithms, unread } = command;
  const isNull = (use: SaAlgorithm['use']) =>
    !unread.includes(use) &&
    algorithms.every(({ value }) => value.use !== use || value.name.value === 'null');
  const gcm = algorithms.some(({ value }) => value.name.value === 'aes-gcm-16');
  const unauthenticated = isNull('authentication') && !gcm;
  if (protocol.value === 'ipcomp') {
    report.information(
      command,
      'Compression is not simulated: the association is found, and what asks for it is dropped.',
    );
    return;
  }
  if (unauthenticated && isNull('encryption') && algorithms.length > 0) {
    report.warning('contradiction', command, 'This association neither encrypts nor authenticates anything.');
  } else if (unauthenticated && replay > 0) {
    report.warning(
      'contradiction',
      command,
      'Nothing authenticates the sequence numbers of this association, so its replay window is not looked at.',
    );
  }
  if (soft > 0 && hard > 0 && soft > hard) {
    report.warning(
      'contradiction',
      command,
      'The soft lifetime is longer than the hard one: the association is never dying.',
    );
  }
}

/** `get`, `delete` and `deleteall`. */
export function checkRemoval(checker: Checker, command: SaRemoveCommand): void {
  const { model, report } = checker;
  checkZones(checker, command);
  const ends = endsKey(command);
  const matches = (one: ModelAssociation) =>
    one.ends === ends &&
    one.protocol === command.protocol.value &&
    (command.spi === null || one.spi === command.spi.value);
  if (command.kind !== 'deleteall' && ![...model.associations.values()].some(matches)) {
    report.error(
      'association-missing',
      command,
      'There is no association with these ends, protocol and SPI here.',
      'source, destination, protocol and SPI of a line before',
    );
  }
  if (command.kind === 'get') return;
  for (const [key, one] of model.associations) {
    if (!matches(one)) continue;
    model.associations.delete(key);
    if (command.kind === 'delete') return;
  }
}

/** `flush` */
export function checkFlush({ model }: Checker, { protocol }: SaFlushCommand): void {
  for (const [key, one] of model.associations) {
    if (protocol === null || one.protocol === protocol.value) model.associations.delete(key);
  }
}
