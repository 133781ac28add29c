package policy

import "ehloworld/engine/delivery"

// Rules are the texts of the delivery rules.
func (p *Policy) Rules() delivery.Texts {
	return delivery.Texts{
		Aliases: p.List(Aliases), Forwards: p.List(Forwards), Lists: p.List(Lists), Vacation: p.List(Vacation),
		Subdomains: p.List(Subdomains), BackupFor: p.List(BackupFor),
		CatchAll: p.Text(CatchAll), SmartHost: p.Text(SmartHost), LMTP: p.Text(LMTP), SRS: p.Text(SRS),
	}
}

// rules checks delivery rules.
func rules(texts delivery.Texts) (problem string) {
	if _, err := delivery.ParseRules(texts); err != nil {
		return err.Error()
	}
	return ""
}
