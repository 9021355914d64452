"""Helping others to sign in: unlocking, ending sessions, a lost phone. Who may, is as with resetting a password."""

from typing import Any

from django.contrib import messages

from partywork.accounts import actions, guard
from partywork.accounts.second_factor import reset_second_factor
from partywork.accounts.views import HandlingPage


class Unlock(HandlingPage):
    title = "解除登录锁定"
    submit_label = "解除锁定"
    question = "解除后马上可以再登录。请先问清楚是不是本人输错了密码；不是的话，请先重设密码。"

    def save(self, form: Any, formsets: list[Any]) -> int:
        return guard.unlock(user=self.account(), by=self.request.user)

    def done(self, result: Any) -> str:
        name = self.account().full_name
        messages.success(self.request, f"{name}可以再登录了。" if result else f"{name}的登录没有锁定。")
        return self.cancel_url()


class SessionsEnd(HandlingPage):
    title = "结束全部登录"
    submit_label = "结束全部登录"
    question = "这个人在所有电脑和手机上的登录马上结束，要再登录才能用；没保存的内容可能丢失。"

    def save(self, form: Any, formsets: list[Any]) -> int:
        return actions.end_sessions(user=self.account(), by=self.request.user)

    def done(self, result: Any) -> str:
        name = self.account().full_name
        messages.success(self.request, f"结束了{name}的{result}处登录。" if result else f"{name}现在没有登录。")
        return self.cancel_url()


class SecondFactorReset(HandlingPage):
    title = "重设双因素登录"
    submit_label = "重设"
    question = (
        "手机丢了、换了而且恢复码也没有时用。原来的绑定和恢复码马上作废，已登录的会退出；请先当面或打电话确认是本人。"
    )

    def save(self, form: Any, formsets: list[Any]) -> bool:
        return reset_second_factor(user=self.account(), by=self.request.user)

    def done(self, result: Any) -> str:
        name = self.account().full_name
        told = f"{name}下次凭密码登录，再重新绑定手机。" if result else f"{name}没有开启双因素登录。"
        messages.success(self.request, told)
        return self.cancel_url()
